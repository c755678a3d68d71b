package dev.berth.persistence;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Stands between the pool and whoever uses it, and writes down what costs the database a round trip. */
@Singleton
@Requires(property = "statement-log")
final class StatementLog implements BeanCreatedEventListener<DataSource>, Ordered {
    private static final Set<String> COSTLY = Set.of("setAutoCommit", "commit", "rollback");

    private final List<String> entries = new CopyOnWriteArrayList<>();

    /** What was done on any connection during this. */
    List<String> during(Runnable work) {
        entries.clear();
        work.run();
        return List.copyOf(entries);
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        DataSource pool = event.getBean();
        return proxy(
                DataSource.class,
                pool,
                (name, result) -> result instanceof Connection connection
                        ? proxy(Connection.class, connection, this::record)
                        : result);
    }

    /** Next to the pool: Micronaut's own wrapping comes after. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private Object record(String method, Object result) {
        if (method.equals("prepareStatement") || COSTLY.contains(method)) {
            entries.add(method);
        }
        return result;
    }

    private interface Observer {
        Object after(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Observer observer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return observer.after(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
