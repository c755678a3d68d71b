package dev.berth.rest.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.berth.domain.server.ServerSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list of any length as a stream: the next rows are read and written when the client has taken the ones before, so
 * that memory stays flat and a slow client holds no thread. It fails rather than end early: Micronaut then breaks the
 * connection, and no client can take a part for the whole.
 */
final class FullList extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(FullList.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final String requestId;
    private final ObjectWriter writer;
    private final Clock clock;
    private final Instant deadline;
    private final Consumer<FullList> onClose;
    private final Buffer buffer = new Buffer();
    private final JsonGenerator json;
    private Iterator<List<ServerSummary>> batches = Collections.emptyIterator();
    private Iterator<ServerSummary> rows = Collections.emptyIterator();
    private long count;
    private boolean begun;
    private boolean ended;
    private volatile boolean closed;

    FullList(String requestId, ObjectMapper mapper, Clock clock, Instant deadline, Consumer<FullList> onClose) {
        this.requestId = requestId;
        this.writer = mapper.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        this.clock = clock;
        this.deadline = deadline;
        this.onClose = onClose;
        try {
            this.json = writer.createGenerator(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin(Iterator<List<ServerSummary>> allBatches) {
        batches = allBatches;
    }

    boolean isOverdueAt(Instant time) {
        return time.isAfter(deadline);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (buffer.isDrained() && !ended) {
            fill();
        }
        if (buffer.isDrained()) {
            close();
            return -1;
        }
        int read = buffer.drain(target, offset, length);
        if (ended && buffer.isDrained()) {
            close(); // before the client has the end: what it asks for next finds this place free
        }
        return read;
    }

    /** May be called by another thread in the middle of a read: a client that has gone must not keep its place. */
    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
    }

    private void fill() throws IOException {
        try {
            if (closed) {
                throw new IOException("the list is closed");
            }
            if (isOverdueAt(clock.instant())) {
                throw new IOException("the list took too long");
            }
            buffer.reset();
            while (!ended && buffer.size() < BUFFER_BYTES) {
                writeNext();
            }
            json.flush();
        } catch (IOException | RuntimeException | Error e) {
            close();
            LOG.warn("Request {}: the list was broken off after {} rows", requestId, count, e);
            // whatever it was: Micronaut breaks the connection at an IOException, and at nothing else
            throw new IOException("list broken off", e);
        }
    }

    private void writeNext() throws IOException {
        if (!begun) {
            begun = true;
            json.writeStartObject();
            json.writeArrayFieldStart("results");
        } else if (rows.hasNext()) {
            writer.writeValue(json, ServerResponse.of(rows.next()));
            count++;
        } else if (batches.hasNext()) {
            rows = batches.next().iterator();
        } else {
            json.writeEndArray();
            json.writeNumberField("count", count);
            json.writeEndObject();
            ended = true;
        }
    }

    /** Bytes between the generator and the client. */
    private static final class Buffer extends ByteArrayOutputStream {
        private int drained;

        @Override
        public synchronized void reset() {
            super.reset();
            drained = 0;
        }

        boolean isDrained() {
            return drained == count;
        }

        int drain(byte[] target, int offset, int length) {
            int taken = Math.min(length, count - drained);
            System.arraycopy(buf, drained, target, offset, taken);
            drained += taken;
            return taken;
        }
    }
}
