/** JSON as bytes: walking, checking and editing UTF-8 documents without building a tree. */
@NullMarked
package dev.sluice.json;

import org.jspecify.annotations.NullMarked;
