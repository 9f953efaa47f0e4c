/** What Cassandra's own start script opens of Java 17's modules (conf/jvm17-server.options). */
const exported = [
  ...['java.base/jdk.internal.misc', 'java.base/java.lang.ref', 'java.sql/java.sql'],
  ...['java.management.rmi/com.sun.jmx.remote.internal.rmi', 'java.rmi/sun.rmi.registry'],
  ...['java.rmi/sun.rmi.server', 'jdk.unsupported/sun.misc', 'jdk.attach/sun.tools.attach'],
  'jdk.compiler/com.sun.tools.javac.file',
];

const opened = [
  ...['java.base/java.lang.module', 'java.base/jdk.internal.loader', 'java.base/java.io'],
  ...['java.base/jdk.internal.ref', 'java.base/jdk.internal.reflect', 'java.base/java.lang'],
  ...['java.base/jdk.internal.math', 'java.base/jdk.internal.module', 'java.base/java.util'],
  ...['java.base/jdk.internal.util.jar', 'java.base/sun.nio.ch', 'java.base/java.lang.reflect'],
  ...['jdk.management/com.sun.management.internal', 'jdk.compiler/com.sun.tools.javac'],
];

/** What Cassandra 4.1 needs besides, which was written for Java 11. */
const openedForOlder = [
  ...['java.base/java.net', 'java.base/java.nio', 'java.base/java.util.concurrent'],
  ...['java.base/java.util.concurrent.atomic', 'java.rmi/sun.rmi.transport'],
  'java.rmi/sun.rmi.transport.tcp',
];

export const javaModuleFlags: readonly string[] = [
  ...exported.flatMap((name) => ['--add-exports', `${name}=ALL-UNNAMED`]),
  ...[...opened, ...openedForOlder].flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
];
