package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {

    private static final String CLASS_FILE = Greeter.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void packTheGreeter() throws IOException {
        jar = folder.resolve("greeter.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream compiled = Greeter.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
            out.putNextEntry(new JarEntry(CLASS_FILE));
            out.write(compiled.readAllBytes());
        }
    }

    @Test
    void aJvmStartsFromWhatTheOneBeforeWroteDown() throws IOException {
        StartCache cache = StartCache.of(jar);
        assertThat(cache.isThere()).isFalse();
        assertThat(cache.options(StartCache.Use.READ)).isEmpty();

        assertThat(greet(cache.options(StartCache.Use.WRITE)).output()).contains("good morning");
        assertThat(cache.isThere()).isFalse();
        cache.keep();
        assertThat(cache.isThere()).isTrue();

        List<String> reading = new ArrayList<>(cache.options(StartCache.Use.READ));
        assertThat(reading).hasSize(1);
        reading.add("-XX:AOTMode=on"); // ends with an error when the cache is of no use
        Program.Result second = greet(reading);
        assertThat(second.code()).as(second.output()).isZero();
        assertThat(second.output()).isEqualTo("good morning");
    }

    @Test
    void aNewBuildLeavesItsPredecessorsCacheAlone() throws IOException {
        StartCache cache = StartCache.of(jar);
        greet(cache.options(StartCache.Use.WRITE));
        cache.keep();

        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 5_000));

        assertThat(cache.isThere()).isFalse();
        assertThat(cache.options(StartCache.Use.READ)).isEmpty();
    }

    private Program.Result greet(List<String> options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", jar.toString(), Greeter.class.getName()));
        return Program.run(words);
    }

    /** What the JVMs of this test run. */
    static final class Greeter {

        private Greeter() {}

        public static void main(String[] words) {
            System.out.println("good morning");
        }
    }
}
