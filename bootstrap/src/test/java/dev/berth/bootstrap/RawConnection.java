package dev.berth.bootstrap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Bytes to a server, and its answers: for requests that no HTTP client would send. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawConnection(URI base) {
        try {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One answer. */
    record RawAnswer(int status, Map<String, String> headers, String body) {
        boolean closesConnection() {
            return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        }

        boolean isProblem() {
            return headers.getOrDefault("content-type", "").equals("application/problem+json");
        }
    }

    RawConnection send(String request) {
        return send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // the answer may have come, and the connection been closed, before all was written
        }
        return this;
    }

    /** What the next answer begins with; the rest of it is still to be read. */
    int status() {
        try {
            socket.setSoTimeout(20_000);
            return statusLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many bytes, of whatever it is. */
    void skip(int bytes) {
        try {
            socket.setSoTimeout(20_000);
            in.readNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer. */
    RawAnswer receive() {
        return receive("GET", Duration.ofSeconds(20))
                .orElseThrow(() -> new AssertionError("the server said nothing, or closed the connection"));
    }

    /** The next answer to a request with this method; empty when the server closes instead, or says nothing for so long. */
    Optional<RawAnswer> receive(String method, Duration atMost) {
        try {
            socket.setSoTimeout((int) atMost.toMillis());
            int status = statusLine();
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            if (status == 100) {
                return receive(method, atMost);
            }
            boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
            return Optional.of(new RawAnswer(status, headers, bodiless ? "" : body(headers)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        byte[] body;
        if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length"));
            body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException();
            }
        } else if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            body = chunks();
        } else {
            body = in.readAllBytes();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private int statusLine() throws IOException {
        return Integer.parseInt(line().substring(9, 12)); // HTTP/1.1 200
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
