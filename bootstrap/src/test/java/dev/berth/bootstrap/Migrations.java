package dev.berth.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The migrations, as they lie in the source. */
final class Migrations {
    private Migrations() {}

    /** A file such as {@code V7__what.sql}. */
    record Migration(int version, String text) {}

    static Stream<Migration> of(Schema schema) {
        Path folder = Path.of("..")
                .resolve(
                        switch (schema) {
                            case BERTH -> "adapters-persistence/src/main/resources/db/migration";
                            case SIMULATED_HYPERVISOR -> "adapters-hypervisor/src/main/resources/db/simulated";
                        });
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Migrations::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Migration read(Path file) {
        String name = file.getFileName().toString();
        try {
            return new Migration(Integer.parseInt(name.substring(1, name.indexOf("__"))), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
