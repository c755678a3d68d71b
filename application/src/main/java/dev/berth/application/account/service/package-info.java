/** The use cases of accounts, tokens and SSH keys. */
@NullMarked
package dev.berth.application.account.service;

import org.jspecify.annotations.NullMarked;
