package io.everknown.archfixtures;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Breaks: there is one way to Postgres. */
public final class GoesAroundTheTenant {

    private GoesAroundTheTenant() {}

    static JdbcClient client(DataSource source) {
        return JdbcClient.create(source);
    }
}
