package io.everknown.memory.conversation;

/**
 * How far a conversation is taken in.
 *
 * @param turns stored turns
 * @param pending those from which nothing is derived yet
 */
public record ConversationStatus(long turns, long pending) {}
