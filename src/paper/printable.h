// Text as it may stand on paper. Pure.
#pragma once

#include <string>
#include <string_view>

namespace arasha::paper {

// Whatever the bytes are, the answer is UTF-8 without control characters, without marks that turn the direction of writing
// (a name must not make the line beside it read otherwise), with U+FFFD for what is no character, and with U+FFFD for what
// no font of ours can show. Line feeds stay; a tab is a blank.
std::string printable(std::string_view text);

// The characters of the text that no font of ours can show, each once, in the order of the text, at most ten: so that
// somebody can be told before a name is lost. Marks and controls that are dropped are not among them.
std::string not_printable(std::string_view text);

// With blanks at which no line is broken: for dates, numbers with their units, initials.
std::string kept_together(std::string_view text);

}  // namespace arasha::paper
