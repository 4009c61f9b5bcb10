package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.extraction.SlotCatalogue.Slot;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.extraction.SlotKinds.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlSlotCatalogueTest {

    @Test
    void everyBuiltInSlotIsDescribed() {
        assertThat(YamlSlotCatalogue.builtIn().slots())
                .hasSizeGreaterThan(15)
                .allSatisfy(slot -> assertThat(slot.description()).isNotBlank());
    }

    @Test
    void aFileAddsAndReplacesSlots(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("slots.yaml");
        Files.writeString(file, """
                slots:
                  - name: shoe_size
                    description: Size of shoes
                    shape: exact
                    patterns: ['{subject} {be} a size (?<value>\\d\\d)']
                  - name: diet
                    description: Mine
                    patterns: ['I only eat {value}']
                """);
        SlotCatalogue merged = YamlSlotCatalogue.builtInWith(file);
        assertThat(merged.slots()).hasSize(YamlSlotCatalogue.builtIn().slots().size() + 1);
        assertThat(merged.slots().getFirst().name()).isEqualTo("shoe_size");
        assertThat(merged.slots())
                .filteredOn(s -> s.name().equals("diet"))
                .extracting(Slot::description)
                .containsExactly("Mine");
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> YamlSlotCatalogue.builtInWith("slots: [{name: a, patterns: ['x(']}]", "my.yaml"))
                .hasMessageContaining("my.yaml")
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> YamlSlotCatalogue.builtInWith(
                        "slots: [{name: a, patterns: ['{what} (?<value>x)']}]", "my.yaml"))
                .hasMessageContaining("no part 'what'");
        assertThatThrownBy(() -> YamlSlotCatalogue.builtInWith("slots: [{name: a, patterns: ['x']}]", "my.yaml"))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> YamlSlotCatalogue.builtInWith("a: [", "my.yaml"))
                .hasMessageContaining("not YAML");
        assertThatThrownBy(() -> YamlSlotCatalogue.builtInWith("slots: [{}]", "my.yaml"))
                .hasMessageContaining("name");
    }

    @Test
    void aSlotSaysWhatItsFactsAreToWhomTheyAreAbout() {
        SlotKinds kinds = YamlSlotCatalogue.builtIn().kinds();
        assertThat(kinds.of("lives_in")).isEqualTo(new Kinds(FactKind.IDENTITY, FactKind.FACT, FactKind.FACT));
        assertThat(kinds.of("name").kin()).isEqualTo(FactKind.IDENTITY);
        assertThat(kinds.of("favourite/colour").own()).isEqualTo(FactKind.PREFERENCE);
        assertThat(kinds.of("likes/jazz").own()).isEqualTo(FactKind.INTEREST);
        assertThat(kinds.of("reading").own()).isEqualTo(FactKind.EVENT);
        assertThat(kinds.of("instruction/answer/language").others()).isEqualTo(FactKind.INSTRUCTION);
        assertThat(kinds.of("deadline/apollo")).isEqualTo(Kinds.PLAIN);
        assertThat(kinds.of(null)).isEqualTo(Kinds.PLAIN);
        String pattern = "patterns: ['I wear (?<value>\\d\\d)']";
        SlotKinds own = YamlSlotCatalogue.builtInWith(
                        "slots: [{name: shoe_size, kind: identity, " + pattern + "}]", "f")
                .kinds();
        assertThat(own.of("shoe_size").own()).isEqualTo(FactKind.IDENTITY);
        assertThat(own.of("lives_in").own()).isEqualTo(FactKind.IDENTITY);
        assertThatThrownBy(() ->
                        YamlSlotCatalogue.builtInWith("slots: [{name: shoe_size, kind: vital, " + pattern + "}]", "f"))
                .hasMessageContaining("'shoe_size'")
                .hasMessageContaining("no kind 'vital'");
    }
}
