// The command line: words in, an exit status out.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace arasha::app {

// 0 done, 1 it could not be done (a sentence on `error` says why), 2 the words are not understood.
int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

}  // namespace arasha::app
