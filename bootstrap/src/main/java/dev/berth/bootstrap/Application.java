package dev.berth.bootstrap;

import dev.berth.application.account.port.out.ConfiguredToken;
import java.util.Locale;
import java.util.Map;

/** The program. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        // in some languages numbers have other digits, and these would be stored
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        String command = String.join(" ", args);
        switch (command) {
            case "" -> orExit("start", Application::start);
            case MoveToPostgres.COMMAND ->
                orExit("move", () -> MoveToPostgres.run(System.getenv(), Application::print));
            default -> {
                System.err.println(
                        "Berth does not know \"%s\". It starts without an argument; %s moves the embedded database to PostgreSQL."
                                .formatted(command, MoveToPostgres.COMMAND));
                System.exit(1);
            }
        }
    }

    private static void orExit(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            System.err.println("Berth cannot " + what + ": " + StartFailure.explain(e));
            System.exit(1);
        }
    }

    private static void start() {
        Berth berth = Berth.start(Map.of(), Application::print);
        Runtime.getRuntime().addShutdownHook(new Thread(berth::close, "shutdown"));
        welcome(berth);
    }

    private static void print(ConfiguredToken place, String secret) {
        String whose = switch (place) {
            case ADMIN -> "operator";
            case DEMO -> "demo account";
        };
        print("The %s's token, shown only once: %s".formatted(whose, secret));
    }

    private static void welcome(Berth berth) {
        String servers = berth.uri() + "/api/v1/servers/";
        String token = berth.newSecrets().demoToken().orElse("<token>");
        print("Berth is ready: " + servers);
        print("gRPC is ready: " + berth.grpcAddress());
        print("Management is ready: " + berth.readiness());
        print("Try:  curl -H \"Authorization: Bearer " + token + "\" " + servers);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
