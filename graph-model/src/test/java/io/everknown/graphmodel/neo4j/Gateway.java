package io.everknown.graphmodel.neo4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A way to the real server that can be shut, opened, and left without an answer, on a port of its own. */
final class Gateway implements AutoCloseable {

    private final URI server;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private @Nullable ServerSocket listener;

    Gateway(String uri) throws IOException {
        this.server = URI.create(uri);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    String uri() {
        return "bolt://127.0.0.1:" + port;
    }

    /** Whether what is sent is swallowed. */
    void silence(boolean on) {
        silent = on;
    }

    void open() throws IOException {
        ServerSocket opened = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        listener = opened;
        Thread.ofVirtual().start(() -> {
            while (!opened.isClosed()) {
                try {
                    Socket near = opened.accept();
                    Socket far = new Socket(server.getHost(), server.getPort());
                    sockets.add(near);
                    sockets.add(far);
                    Thread.ofVirtual().start(() -> pump(near, far));
                    Thread.ofVirtual().start(() -> pump(far, near));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    void shut() throws IOException {
        ServerSocket open = listener;
        if (open != null) {
            open.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        shut();
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!silent) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side is gone; both are closed.
        }
    }
}
