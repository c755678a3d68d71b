package dev.berth.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Berth as an operator runs it: a process, told what to do by variables, that prints where it is. */
final class BerthProcess implements AutoCloseable {
    /** On a machine that starts several at once. */
    static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

    private static final Pattern READY = Pattern.compile("Berth is ready: (http://[^/]+)/api/v1/servers/");
    private static final Pattern MANAGEMENT = Pattern.compile("Management is ready: (http://\\S+)");
    private static final Pattern GRPC = Pattern.compile("gRPC is ready: (\\S+)");
    private static final Pattern TOKEN =
            Pattern.compile("The (operator|demo account)'s token, shown only once: (\\S+)");

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<URI> uri = new CompletableFuture<>();
    private final CompletableFuture<URI> readiness = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private BerthProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "berth-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** How to start it. */
    static final class Launcher {
        private final Map<String, String> settings = new HashMap<>();
        private final List<String> options = new ArrayList<>(List.of(
                // what makes a short life shorter
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));

        private final List<String> arguments = new ArrayList<>();

        private Launcher() {
            settings.put("BERTH_HTTP_PORT", "-1"); // any that is free
            settings.put("BERTH_GRPC_PORT", "0");
            settings.put("BERTH_MANAGEMENT_PORT", "0");
        }

        Launcher with(String variable, String value) {
            settings.put(variable, value);
            return this;
        }

        Launcher withOption(String option) {
            options.add(option);
            return this;
        }

        Launcher withArgument(String argument) {
            arguments.add(argument);
            return this;
        }

        /** Starts it, and waits until it answers or ends. */
        BerthProcess start() {
            BerthProcess berth = launch();
            berth.awaitStart();
            return berth;
        }

        /** Starts it, and does not wait for it. */
        BerthProcess launch() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.add("-cp");
            // surefire's own class path is a jar of nothing but a manifest
            command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            command.add(Application.class.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("BERTH_"));
            builder.environment().putAll(settings);
            try {
                return new BerthProcess(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Launcher in(Path folder) {
        return new Launcher().with("BERTH_DATA_DIR", folder.toString());
    }

    static Launcher on(Database database) {
        return new Launcher()
                .with("BERTH_DB_URL", database.url())
                .with("BERTH_DB_USER", database.user())
                .with("BERTH_DRAIN_TIME", "0s"); // no load balancer has to notice first
    }

    /** Waits until it answers or ends. */
    void awaitStart() {
        try {
            CompletableFuture.anyOf(uri, exit).get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(output(), e);
        }
    }

    /** Where it is. */
    URI uri() {
        if (!uri.isDone()) {
            throw new AssertionError("Berth has ended: " + output());
        }
        return uri.join();
    }

    /** Where a load balancer asks whether to send requests here. */
    URI readiness() {
        return readiness.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Where the same is over gRPC: host and port. */
    String grpcAddress() {
        Matcher matcher = GRPC.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError(output());
        }
        return matcher.group(1);
    }

    ApiClient client(String token) {
        return new ApiClient(uri(), token);
    }

    String output() {
        return String.join("\n", output);
    }

    /** The token of the operator or the demo account, if it was printed. */
    Optional<String> printedToken(String whose) {
        Matcher matcher = TOKEN.matcher(output());
        while (matcher.find()) {
            if (matcher.group(1).equals(whose)) {
                return Optional.of(matcher.group(2));
            }
        }
        return Optional.empty();
    }

    /** With what code it ended. */
    int exitCode() {
        try {
            return exit.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("still running: " + output(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing is said, nothing is tidied up. */
    void kill() {
        process.toHandle().destroyForcibly(); // the handle leaves the output open, the process itself would close it
        exitCode();
    }

    /** SIGTERM, as an operator or a service manager stops it. */
    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            exitCode();
        } finally {
            process.toHandle().destroyForcibly();
        }
    }

    /** Sends it a signal, such as {@code STOP}. */
    void signal(String name) {
        try {
            int sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (sent != 0) {
                throw new IllegalStateException("kill: " + sent);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    uri.complete(URI.create(ready.group(1)));
                }
                Matcher management = MANAGEMENT.matcher(line);
                if (management.find()) {
                    readiness.complete(URI.create(management.group(1)));
                }
            }
            exit.complete(process.waitFor());
        } catch (IOException e) {
            exit.completeExceptionally(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            exit.completeExceptionally(e);
        }
    }
}
