// Names that mean nothing: for cases, spoken aloud instead of a person's name.
#pragma once

#include <functional>
#include <string>

namespace arasha::vault {

// Two pronounceable random words, each with a capital letter, such as "Bado Kilu": 22 bits, which meet again among some
// thousand cases. So whoever gives one out says which are taken; where nearly all are, it gets four words.
std::string random_alias(const std::function<bool(const std::string&)>& is_taken = {});

}  // namespace arasha::vault
