package io.everknown.archfixtures;

import java.sql.Connection;
import java.sql.SQLException;

/** Breaks: the domain knows no driver. */
class ReadsADatabase {

    boolean open(Connection connection) throws SQLException {
        return !connection.isClosed();
    }
}
