// A folder of *.txtpb files becomes a draft of a pack: understood, not yet checked.
//
// Refused here: what is too large, no text, or no country pack. A refusal names the file and the line.
// Nothing in a file reaches outside it: there are no includes, no expressions, no extensions.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "arasha/pack.pb.h"
#include "base/result.h"

namespace arasha::pack {

inline constexpr std::size_t kMostFiles = 64;
inline constexpr std::size_t kMostBytes = 1U << 20U;  // of one file

// Where something stands in the author's files; line 0: nowhere in particular.
struct Place {
  std::string file;
  int line = 0;
};

struct Draft {
  Contents contents;
  std::vector<Place> abouts;                    // of each `about` that was found; one is right
  std::map<std::pair<int, int>, Place> places;  // (number of the list in Contents, index) -> where

  Place place(int list, int index) const;
};

struct SourceFile {
  std::string name;
  std::string bytes;
};

Result<Draft> read(const std::filesystem::path& folder);
// The same from memory; files are taken in their order.
Result<Draft> read(const std::vector<SourceFile>& files);

}  // namespace arasha::pack
