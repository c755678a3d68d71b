package dev.berth.bootstrap;

import dev.berth.bootstrap.FirstStart.NewSecrets;
import java.util.Map;

/** The program. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        try {
            Berth berth = Berth.start(Map.of(), Application::print);
            Runtime.getRuntime().addShutdownHook(new Thread(berth::close, "shutdown"));
            welcome(berth);
        } catch (RuntimeException | Error e) {
            System.err.println("Berth cannot start: " + StartFailure.explain(e));
            System.exit(1);
        }
    }

    private static void print(NewSecrets secrets) {
        secrets.adminToken().ifPresent(token -> print("The operator's token, shown only once: " + token));
        secrets.demoToken().ifPresent(token -> print("The demo account's token, shown only once: " + token));
    }

    private static void welcome(Berth berth) {
        String servers = berth.uri() + "/api/v1/servers/";
        String token = berth.newSecrets().demoToken().orElse("<token>");
        print("Berth is ready: " + servers);
        print("gRPC is ready: " + berth.grpcAddress());
        print("Try:  curl -H \"Authorization: Bearer " + token + "\" " + servers);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
