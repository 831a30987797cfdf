// All packs that an organisation can choose: those that are part of the program (packs/ in the sources), and packs of
// one's own from a folder beside the data. Immutable after it was read, shared by all threads; read anew at the next
// start. A pack of one's own with the id of one of the program's takes its place, so that norms can be verified
// and corrected without a new program. A pack with a problem is left out, and the shelf says so.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pack/pack.h"

namespace arasha::pack {

inline constexpr std::size_t kMostPacks = 50;  // of one's own
// The setting of the organisation that holds the id of its pack (vault::Directory::setting).
inline constexpr const char* kPackSetting = "pack";

class Shelf {
 public:
  // Only the packs of the program; lives as long as it.
  static const Shelf& built_in();
  // With those of `folder`, in which every folder is one pack. A folder that is not there is an empty one.
  static Shelf with(const std::filesystem::path& folder);

  struct Refused {
    std::string folder;  // its name
    Error error;         // the first problem; `detail` says file and line
  };
  const std::vector<Refused>& refused() const { return refused_; }

  const std::vector<std::shared_ptr<const Pack>>& packs() const { return packs_; }  // by id
  const Pack* find(std::string_view id) const;  // null: there is none
  const Pack& generic() const;
  // The pack of that id; the generic one for no id, and for one that is not (any more) here.
  const Pack& chosen(std::string_view id) const;
  // Somebody chose a pack that is not here.
  bool is_missing(std::string_view id) const { return !id.empty() && find(id) == nullptr; }
  // The pack comes from the folder and not from the program.
  bool is_own(const Pack& pack) const;

 private:
  Shelf() = default;
  void put(std::shared_ptr<const Pack> pack);
  Result<void> put_own(const std::filesystem::path& folder);
  std::vector<std::shared_ptr<const Pack>> packs_;
  std::vector<std::string> own_;  // ids
  std::vector<Refused> refused_;
};

}  // namespace arasha::pack
