package dev.berth.persistence;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Stands between the pool and whoever uses it, and writes down what costs the database a round trip. */
@Singleton
@Requires(property = "statement-log")
final class StatementLog implements BeanCreatedEventListener<DataSource>, Ordered {
    private static final Set<String> COSTLY = Set.of("setAutoCommit", "commit", "rollback");

    private final List<String> entries = new CopyOnWriteArrayList<>();
    private final List<Statement> statements = new CopyOnWriteArrayList<>();

    /** A statement, and the arguments that it was last given. */
    record Statement(String sql, TreeMap<Integer, Object> arguments) {
        Object[] argumentList() {
            return new ArrayList<>(arguments.values()).toArray();
        }
    }

    /** What was done on any connection during this. */
    List<String> during(Runnable work) {
        entries.clear();
        work.run();
        return List.copyOf(entries);
    }

    /** What was sent on any connection during this. */
    List<Statement> statementsDuring(Runnable work) {
        statements.clear();
        work.run();
        return List.copyOf(statements);
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        return proxy(DataSource.class, event.getBean(), (method, arguments, result) -> {
            return result instanceof Connection connection
                    ? proxy(Connection.class, connection, this::onConnection)
                    : result;
        });
    }

    /** Next to the pool: Micronaut's own wrapping comes after. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    private Object onConnection(Method method, Object[] arguments, Object result) {
        String name = method.getName();
        if (COSTLY.contains(name)) {
            entries.add(name);
        }
        if (!name.equals("prepareStatement")) {
            return result;
        }
        entries.add(name);
        Statement statement = new Statement((String) arguments[0], new TreeMap<>());
        statements.add(statement);
        return proxy(PreparedStatement.class, (PreparedStatement) result, (setter, values, nothing) -> {
            if (setter.getName().equals("setObject") || setter.getName().equals("setString")) {
                statement.arguments.put((Integer) values[0], values[1]);
            }
            return nothing;
        });
    }

    private interface Observer {
        Object after(Method method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, Observer observer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return observer.after(method, arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
