package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a fact names, by capitals, parts of speech and the words around; places are those the JDK knows. */
final class EntityFinder {

    private static final Pattern AMOUNT = Pattern.compile(
            "[$€£]\\s?\\d[\\d.,]*\\s?(?:k|m|million|billion)?\\b|\\b\\d[\\d.,]*\\s?(?:%|(?:percent|euros?|dollars?|pounds|kg|km|miles|hours|minutes|people|million|billion|usd|eur)\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    private static final Pattern DATE = Pattern.compile(
            "\\b(?:\\d{4}-\\d\\d-\\d\\d|" + MONTH
                    + " \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?|\\d{1,2}(?:st|nd|rd|th)?(?: of)? " + MONTH
                    + "(?: \\d{4})?|" + MONTH
                    + " \\d{4}|(?:19|20)\\d\\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|tomorrow|last (?:week|month|year|summer|winter)|next (?:week|month|year))\\b");
    private static final Pattern KIN = Pattern.compile(
            "'s (?:(?:older|younger|little|big|best|new|old) )?(?:mother|mom|mum|father|dad|sister|brother|son|daughter|wife|husband|girlfriend|boyfriend|partner|aunt|uncle|cousin|niece|nephew|grandmother|grandma|grandfather|grandpa|friend|roommate|boss|manager|colleague|neighbou?r|kids?|children|parents|family)\\b");
    private static final Pattern ORGANISATION = Pattern.compile(
            ".*\\b(?:Inc|Corp|Ltd|GmbH|LLC|University|College|School|Institute|Bank|Hospital|Museum|Company|Labs?|Foundation)\\b.*");
    private static final Set<String> NO_NAMES = Set.of(
            "i",
            "ok",
            "okay",
            "oh",
            "hey",
            "hi",
            "yes",
            "no",
            "well",
            "wow",
            "god",
            "mr.",
            "mrs.",
            "ms.",
            "dr.",
            "lol",
            "yeah",
            "thanks",
            "please",
            "hello",
            "so",
            "and",
            "but",
            "the",
            "a",
            "my",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final Set<String> GOING = Set.of(
            "move",
            "moved",
            "moving",
            "go",
            "goes",
            "went",
            "going",
            "travel",
            "travelled",
            "traveled",
            "travelling",
            "traveling",
            "fly",
            "flew",
            "flying",
            "drive",
            "drove",
            "driving",
            "trip",
            "trips",
            "back",
            "relocated",
            "been",
            "come",
            "came",
            "return",
            "returned",
            "flight",
            "visit",
            "hitchhiked",
            "walked");

    private EntityFinder() {}

    /** The entities of a fact: its subject first, then what it names. */
    static List<EntityMention> find(String text, List<Token> tokens, String subject, boolean acts, Persons persons) {
        Map<String, EntityMention> found = new LinkedHashMap<>();
        boolean person = subject.equals(persons.speaker())
                || subject.equals(persons.addressee())
                || KIN.matcher(subject).find();
        EntityType known = type(subject, null, null, null);
        add(found, subject, person || (acts && known == EntityType.THING) ? EntityType.PERSON : known);
        if (!subject.equals(persons.speaker()) && text.contains(persons.speaker())) {
            add(found, persons.speaker(), EntityType.PERSON);
        }
        Matcher kin = Pattern.compile(Pattern.quote(persons.speaker()) + KIN.pattern())
                .matcher(text);
        while (kin.find()) {
            add(found, Kin.named(kin.group()), EntityType.PERSON);
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (!startsName(tokens, i)) {
                continue;
            }
            int end = i + 1;
            while (end < tokens.size()
                    && tokens.get(end).name()
                    && Character.isUpperCase(tokens.get(end).text().codePointAt(0))) {
                end++;
            }
            String name = Tokens.join(tokens.subList(i, end));
            Token before = i == 0 ? null : tokens.get(i - 1);
            Token after = end < tokens.size() ? tokens.get(end) : null;
            if (name.length() > 1 && name.length() <= 80) {
                add(found, name, type(name, i < 2 ? null : tokens.get(i - 2), before, after));
            }
            i = end - 1;
        }
        addAll(found, DATE.matcher(text), EntityType.DATE);
        addAll(found, AMOUNT.matcher(text), EntityType.AMOUNT);
        return new ArrayList<>(found.values());
    }

    private static boolean startsName(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        return token.name()
                && Character.isUpperCase(token.text().codePointAt(0))
                && !NO_NAMES.contains(token.lower())
                && !token.text().equals(token.text().toUpperCase(Locale.ROOT) + "!");
    }

    private static void add(Map<String, EntityMention> found, String name, EntityType type) {
        if (!name.isBlank()) {
            EntityMention mention = new EntityMention(name, type);
            found.putIfAbsent(mention.key(), mention);
        }
    }

    private static void addAll(Map<String, EntityMention> found, Matcher matcher, EntityType type) {
        while (matcher.find()) {
            add(found, matcher.group().strip(), type);
        }
    }

    private static EntityType type(
            String name, @Nullable Token beforeThat, @Nullable Token before, @Nullable Token after) {
        if (Places.known(name)) {
            return EntityType.PLACE;
        }
        if (ORGANISATION.matcher(name).matches()) {
            return EntityType.ORGANISATION;
        }
        String word = before == null ? "" : before.lower();
        if (Places.language(name)) {
            return EntityType.THING;
        }
        boolean goes = word.equals("to") && beforeThat != null && GOING.contains(beforeThat.lower());
        if (word.equals("in") || goes) {
            return EntityType.PLACE;
        }
        if (word.equals("at")) {
            return EntityType.ORGANISATION;
        }
        boolean acts = after != null && (after.finite() || after.tag().equals("POS"));
        return word.equals("with") || word.equals("to") || acts || word.equals("named") || word.equals("and")
                ? EntityType.PERSON
                : EntityType.THING;
    }
}
