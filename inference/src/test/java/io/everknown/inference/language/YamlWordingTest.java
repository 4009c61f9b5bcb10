package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.extraction.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlWordingTest {

    private static final Wording WORDING = YamlWording.builtIn();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            has got two dogs              | owns 2 dogs
            adores hiking                 | really loves to hike
            is fond of movies             | enjoys films
            can not stand spiders         | hates spiders
            works out every day           | goes to the gym daily
            my mum's colours              | the mother's color
            running and swimming          | runs, swims
            """)
    void bringsWhatMeansTheSameToOneForm(String one, String other) {
        assertThat(WORDING.key(one)).isEqualTo(WORDING.key(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two dogs      | three dogs
            two dogs      | two cats
            loves tea     | hates tea
            the red car   | the blue car
            lives there   | lived in Rome
            """)
    void keepsApartWhatDiffers(String one, String other) {
        assertThat(WORDING.key(one)).isNotEqualTo(WORDING.key(other));
    }

    @Test
    void knowsDenialsAndWhatIsOver() {
        assertThat(WORDING.denies("Nora does not eat meat")).isTrue();
        assertThat(WORDING.denies("Nora eats meat")).isFalse();
        assertThat(WORDING.topic("Nora cancelled the trip to Japan", "Nora"))
                .containsExactlyInAnyOrder("trip", "japan");
        assertThat(WORDING.ends("Nora cancelled the trip")).isTrue();
        assertThat(WORDING.ends("Nora plans a trip")).isFalse();
    }
}
