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
    private static final Duration COMES_BACK_WITHIN = Duration.ofSeconds(30);

    private final Path data;
    private final Path log;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts it. */
    public RestartablePostgres(Path folder) {
        data = folder.resolve("postgresql");
        log = folder.resolve("postgresql.log");
        port = anyFreePort();
        server = tryStart();
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
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        List<ProcessHandle> others = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
        Stream.concat(Stream.of(postmaster), others.stream())
                .forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
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

    /** Lets it come back. What a dead one has left behind may keep it from that for a moment. */
    public void start() {
        long end = System.nanoTime() + COMES_BACK_WITHIN.toNanos();
        while (true) {
            try {
                server = tryStart();
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                pause();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    private EmbeddedPostgres tryStart() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
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
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long postmaster() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
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

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
