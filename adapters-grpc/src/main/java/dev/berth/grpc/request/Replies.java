package dev.berth.grpc.request;

import io.grpc.stub.StreamObserver;

/** Answers of calls that have one. */
public final class Replies {
    private Replies() {}

    /** Answers a call with this. */
    public static <A> void send(StreamObserver<A> observer, A answer) {
        observer.onNext(answer);
        observer.onCompleted();
    }
}
