package io.skerry.cache.store.memory;

/** Who keeps a piece of native memory and can be asked to give it up: a stored response. */
public interface PieceOwner {

    /** Gives up the piece, at once or when its last reader has left. Called without locks held, on any thread. */
    void giveUp();
}
