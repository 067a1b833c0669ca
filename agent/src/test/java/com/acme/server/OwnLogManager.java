package com.acme.server;

import java.util.logging.LogManager;

/** The log manager of a server that insists on its own. */
public final class OwnLogManager extends LogManager {}
