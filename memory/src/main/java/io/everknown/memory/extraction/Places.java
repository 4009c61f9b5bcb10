package io.everknown.memory.extraction;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of places and languages, as far as the JDK knows them: countries, and the cities time zones are named after. */
final class Places {

    private static final Set<String> PLACES = places();
    private static final Set<String> LANGUAGES = languages();

    private Places() {}

    static boolean known(String name) {
        return PLACES.contains(EntityMention.key(name));
    }

    static boolean language(String name) {
        return LANGUAGES.contains(EntityMention.key(name));
    }

    private static Set<String> places() {
        Set<String> places = new HashSet<>();
        for (String country : Locale.getISOCountries()) {
            places.add(EntityMention.key(Locale.of("", country).getDisplayCountry(Locale.ENGLISH)));
        }
        for (String zone : ZoneId.getAvailableZoneIds()) {
            int slash = zone.lastIndexOf('/');
            if (slash > 0 && !zone.startsWith("Etc") && !zone.startsWith("System")) {
                places.add(EntityMention.key(zone.substring(slash + 1).replace('_', ' ')));
            }
        }
        places.addAll(
                List.of("england", "scotland", "wales", "usa", "uk", "california", "texas", "florida", "bavaria"));
        return places;
    }

    private static Set<String> languages() {
        Set<String> languages = new HashSet<>();
        for (String code : Locale.getISOLanguages()) {
            languages.add(EntityMention.key(Locale.of(code).getDisplayLanguage(Locale.ENGLISH)));
        }
        return languages;
    }
}
