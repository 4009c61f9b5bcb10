package io.everknown.memory.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonsTest {

    private final Persons persons = new Persons("Nora", "Ben");

    @Test
    void retellsInTheThirdPerson() {
        assertThat(told("I/PRP am/VBP happy/JJ")).isEqualTo("Nora is happy");
        assertThat(told("I/PRP do/VBP not/RB have/VB my/PRP$ keys/NNS")).isEqualTo("Nora does not have Nora's keys");
        assertThat(told("I/PRP can/MD swim/VB")).isEqualTo("Nora can swim");
        assertThat(told("I/PRP studied/VBD law/NN")).isEqualTo("Nora studied law");
        assertThat(told("I/PRP carry/VBP it/PRP and/CC watch/VBP birds/NNS"))
                .isEqualTo("Nora carries it and watches birds");
        assertThat(told("we/PRP go/VBP hiking/VBG")).isEqualTo("Nora and others go hiking");
        assertThat(told("you/PRP live/VBP with/IN your/PRP$ cat/NN")).isEqualTo("Ben lives with Ben's cat");
    }

    @Test
    void leavesYouAloneWhereNobodyIsKnown() {
        assertThat(new Persons("Nora", null).told(tokens("you/PRP are/VBP kind/JJ")))
                .isEqualTo("You are kind");
    }

    @Test
    void namesPhrases() {
        assertThat(persons.named("my sister")).isEqualTo("Nora's sister");
        assertThat(persons.named("your dog's")).isEqualTo("Ben's dog");
        assertThat(persons.named("I")).isEqualTo("Nora");
        assertThat(persons.named("Apollo")).isEqualTo("Apollo");
    }

    private String told(String tagged) {
        return persons.told(tokens(tagged));
    }

    private static List<Token> tokens(String tagged) {
        List<Token> tokens = new ArrayList<>();
        for (String pair : tagged.split(" ")) {
            int slash = pair.indexOf('/');
            tokens.add(new Token(pair.substring(0, slash), pair.substring(slash + 1), false));
        }
        return tokens;
    }
}
