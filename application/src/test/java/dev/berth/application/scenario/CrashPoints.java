package dev.berth.application.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Ends the process, so to speak, at the n-th of the points before and after each call of the wrapped ports. */
public final class CrashPoints {
    private long remaining = Long.MAX_VALUE;
    private long passed;
    private String crashedAt = "nowhere";

    /** The end of the process; nothing may catch it but the test. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String point) {
            super(point);
        }
    }

    /** Crashes at the n-th point from here on, counted from 1. */
    public void crashAt(long point) {
        remaining = point;
        passed = 0;
    }

    /** Crashes no more. */
    public void disarm() {
        remaining = Long.MAX_VALUE;
    }

    public long passed() {
        return passed;
    }

    public String crashedAt() {
        return crashedAt;
    }

    public <T> T around(Class<T> port, T delegate) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            reach("before " + port.getSimpleName() + "." + method.getName());
            Object result;
            try {
                result = method.invoke(delegate, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            reach("after " + port.getSimpleName() + "." + method.getName());
            return result;
        }));
    }

    private void reach(String point) {
        passed++;
        if (--remaining == 0) {
            crashedAt = point;
            throw new Crash(point);
        }
    }
}
