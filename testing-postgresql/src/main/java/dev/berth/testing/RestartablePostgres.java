package dev.berth.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of one's own that stops, dies and comes back, on the same data and the same port. */
public final class RestartablePostgres implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);

    private final Path data;
    private final Path log;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts it. */
    public RestartablePostgres(Path folder) {
        data = folder.resolve("postgresql");
        log = folder.resolve("postgresql.log");
        port = anyFreePort();
        server = startServer();
    }

    /** Where it is, also while it is away. */
    public String url() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
    }

    public String user() {
        return "postgres";
    }

    /** In good order, except that whoever is connected is thrown out. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, for all of its processes. */
    public void kill() {
        freeze(); // it makes no new process any more
        List<ProcessHandle> all = processes().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        stop(); // nothing is there to be stopped; only its lock is given back
    }

    /** SIGSTOP, for all of its processes: connections stay, and nothing answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Ends {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    /** Lets it come back. */
    public void start() {
        server = startServer();
    }

    @Override
    public void close() {
        stop();
    }

    private EmbeddedPostgres startServer() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
                    .setPGStartupWait(STARTS_WITHIN)
                    // what is acknowledged has left the process; whether it is on a disk matters to no process that
                    // dies
                    .setServerConfig("synchronous_commit", "on")
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start; " + log + " may say why", e);
        }
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().map(process -> Long.toString(process.pid())).forEach(command::add);
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first of them makes the others. */
    private Stream<ProcessHandle> processes() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int anyFreePort() {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
