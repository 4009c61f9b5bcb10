package io.everknown.graphmodel;

import io.everknown.memory.consolidation.Cleanup;
import io.everknown.memory.consolidation.EssentialRule;
import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.consolidation.FadingRule;
import io.everknown.memory.consolidation.MemoryKinds;
import io.everknown.memory.consolidation.Prune;
import io.everknown.memory.consolidation.PruningRule;
import io.everknown.memory.consolidation.UpkeepLedger;
import io.everknown.memory.consolidation.Weighing;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.TokenCounter;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rules of upkeep and what follows them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UpkeepSettings.class)
class UpkeepConfiguration {

    @Bean
    MemoryKinds memoryKinds(SlotCatalogue slots) {
        return new MemoryKinds(slots.kinds());
    }

    @Bean
    EssentialRule essentialRule(MemoryKinds kinds, UpkeepSettings settings) {
        return new EssentialRule(kinds, settings.weight().byKind(), settings.essentialStrength());
    }

    @Bean
    FadingRule fadingRule(MemoryKinds kinds, EssentialRule essential, UpkeepSettings settings) {
        return new FadingRule(kinds, essential, settings.halfLife().byKind(), settings.floor());
    }

    @Bean
    Essentials essentials(MemoryIndex index, EssentialRule rule, TokenCounter tokens, UpkeepSettings settings) {
        return new Essentials(index, rule, tokens, settings.essentialTokens());
    }

    @Bean
    Weighing weighing(UpkeepLedger ledger, EssentialRule rule, InstantSource clock) {
        return new Weighing(ledger, rule, clock);
    }

    @Bean
    Cleanup cleanup(UpkeepLedger ledger, Forget forget, InstantSource clock, UpkeepSettings settings) {
        return new Cleanup(
                ledger, forget, clock, settings.grace(), settings.prune().keep());
    }

    @Bean
    Prune prune(
            UpkeepLedger ledger,
            FactLedger facts,
            EssentialRule essential,
            FadingRule fading,
            UpkeepSettings settings,
            InstantSource clock) {
        UpkeepSettings.Prune limits = settings.prune();
        return new Prune(
                ledger,
                facts,
                new PruningRule(essential, fading),
                new PruningRule.Limits(limits.confidence(), limits.age(), limits.support()),
                clock);
    }
}
