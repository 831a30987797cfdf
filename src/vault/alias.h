// Names that mean nothing: for cases, spoken aloud instead of a person's name.
#pragma once

#include <string>

namespace arasha::vault {

// Two pronounceable random words, each with a capital letter, such as "Bado Kilu": 22 bits, so a list is checked for
// doubles by who gives it out.
std::string random_alias();

}  // namespace arasha::vault
