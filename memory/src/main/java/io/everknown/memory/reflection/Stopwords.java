package io.everknown.memory.reflection;

import java.util.List;
import java.util.Set;

/** Words that name no theme. */
final class Stopwords {

    private static final Set<String> ALL = Set.copyOf(List.of("""
            about after again also always because been before being between both could does doing down during each every
            from have having here into just like likes love loves made make makes many more most much need needs never only
            other over really said same says should some still such take takes than that their them then there these they
            thing things think thinks this those through time today under until user very want wants were what when where
            which while will with would year years your good great gets getting going goes feel feels lately soon others speak speaks tell
            tells told talk talks""".split("\\s+")));

    private Stopwords() {}

    static boolean has(String word) {
        return ALL.contains(word);
    }
}
