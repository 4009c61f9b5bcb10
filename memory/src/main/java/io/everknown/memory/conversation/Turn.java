package io.everknown.memory.conversation;

import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation as it is stored, verbatim.
 *
 * @param id its id
 * @param conversation the conversation's id, chosen by the caller
 * @param position its place in the conversation, counted from 0 in the order of arrival
 * @param role who speaks in the caller's protocol: user, assistant, system or tool
 * @param speaker the speaker's name, or null when only the role is known
 * @param content the text
 * @param occurredAt when it was said
 * @param recordedAt when the service stored it
 * @param sourceRef the caller's own id of the message, or null
 * @param session the caller's id of the sitting it belongs to, or null
 * @param trust how much its source is believed
 * @param visibility how far it is shown
 * @param extract whether facts are wanted from it
 * @param processed whether everything was derived from it
 */
public record Turn(
        UUID id,
        String conversation,
        long position,
        String role,
        @Nullable String speaker,
        String content,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable String sourceRef,
        @Nullable String session,
        TrustLevel trust,
        Visibility visibility,
        boolean extract,
        boolean processed) {

    /** The name facts are told about: the speaker's, or the role where none is given. */
    public String subject() {
        return speaker != null ? speaker : role;
    }

    /** The text as it is embedded and indexed, its speaker first, so that a question by name finds it. */
    public String searchText() {
        return speaker != null ? speaker + ": " + content : content;
    }
}
