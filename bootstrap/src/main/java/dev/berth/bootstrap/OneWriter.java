package dev.berth.bootstrap;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets no more than one connection at a time change an embedded database; who only reads does not wait. H2 brings a commit
 * to its file table by table while others go on: what a killed process leaves then can have half of a transaction, or a
 * row that is locked for good by one that is no more.
 */
@Singleton
final class OneWriter implements BeanCreatedEventListener<DataSource>, Ordered {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final boolean isWanted;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock(true);

    @Inject
    OneWriter(@Property(name = ComputedSettings.DATABASE_URL) String url) {
        this(EmbeddedDatabase.is(url), PATIENCE);
    }

    OneWriter(boolean isWanted, Duration patience) {
        this.isWanted = isWanted;
        this.patience = patience;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        return isWanted ? guard(event.getBean()) : event.getBean();
    }

    /** Below what Micronaut lays over it, which hides that there are several connections. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    DataSource guard(DataSource dataSource) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = call(method, dataSource, arguments);
            return result instanceof Connection connection ? guard(connection) : result;
        });
    }

    private Connection guard(Connection connection) {
        Turn turn = new Turn();
        return proxy(Connection.class, (method, arguments) -> {
            switch (method.getName()) {
                case "setAutoCommit" -> {
                    boolean isTransaction = arguments[0].equals(false);
                    if (isTransaction) {
                        turn.begin();
                    }
                    call(method, connection, arguments);
                    if (!isTransaction) {
                        turn.end();
                    }
                    return null;
                }
                case "close" -> {
                    try {
                        return call(method, connection, arguments);
                    } finally {
                        turn.end();
                    }
                }
                default -> {
                    Object result = call(method, connection, arguments);
                    return result instanceof Statement statement ? guard(statement, method.getReturnType()) : result;
                }
            }
        });
    }

    private Object guard(Statement statement, Class<?> type) {
        return proxy(type, (method, arguments) -> {
            boolean mayChange =
                    method.getName().startsWith("execute") && !method.getName().equals("executeQuery");
            if (!mayChange) {
                return call(method, statement, arguments);
            }
            acquire();
            try {
                return call(method, statement, arguments);
            } finally {
                lock.unlock();
            }
        });
    }

    /** Whether somebody waits for their turn. */
    boolean isAwaited() {
        return lock.hasQueuedThreads();
    }

    private void acquire() throws SQLException {
        try {
            if (lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SQLTransientConnectionException("others have been writing to the database for " + patience);
    }

    /** From where a connection begins a transaction to where it gives up having any. */
    private final class Turn {
        private boolean isOurs;

        void begin() throws SQLException {
            if (!isOurs) {
                acquire();
                isOurs = true;
            }
        }

        void end() {
            if (isOurs) {
                isOurs = false;
                lock.unlock();
            }
        }
    }

    private interface Behaviour {
        @Nullable
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(
                OneWriter.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.on(method, arguments == null ? new Object[0] : arguments)));
    }

    private static @Nullable Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
