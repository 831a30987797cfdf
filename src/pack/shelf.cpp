#include "pack/shelf.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "base/check.h"

// "kz/about.txtpb" NUL content NUL … (packs.S.in).
extern "C" {
extern const char arasha_packs[];
extern const char arasha_packs_end[];
}

namespace arasha::pack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGeneric = "generic";

std::map<std::string, std::vector<SourceFile>> built_in_files() {
  std::map<std::string, std::vector<SourceFile>> out;
  std::string_view rest(arasha_packs, static_cast<std::size_t>(arasha_packs_end - arasha_packs));
  const auto take = [&rest] {
    const std::string_view piece = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
    return piece;
  };
  while (!rest.empty()) {
    const std::string_view name = take();
    const std::string_view content = take();
    const auto slash = name.find('/');
    CHECK(slash != std::string_view::npos);
    out[std::string(name.substr(0, slash))].push_back({std::string(name.substr(slash + 1)), std::string(content)});
  }
  return out;
}

// The folder's name, for a sentence and for a page: cut, and without what is no text.
std::string shown_name(const fs::path& folder) {
  std::string out = folder.filename().string().substr(0, 60);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e) c = '?';
  }
  return out;
}

}  // namespace

const Shelf& Shelf::built_in() {
  static const Shelf shelf = [] {
    Shelf out;
    for (const auto& [folder, files] : built_in_files()) {
      auto draft = read(files);
      CHECK(draft.is_ok());  // tests/pack/data_test.cpp says what is wrong with it
      auto made = Pack::of(std::move(*draft));
      CHECK(made.is_ok());
      out.put(std::make_shared<const Pack>(std::move(*made)));
    }
    CHECK(out.find(kGeneric) != nullptr);
    return out;
  }();
  return shelf;
}

Shelf Shelf::with(const fs::path& folder) {
  Shelf out = built_in();
  if (folder.empty()) return out;
  std::error_code failed;
  std::vector<fs::path> folders;
  if (!fs::exists(folder, failed)) return out;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    std::error_code unknown;
    if (entry->is_directory(unknown)) folders.push_back(entry->path());
  }
  if (failed) {
    out.refused_.push_back({shown_name(folder), Error(ErrorCode::not_found, "The folder {1} cannot be read.", {shown_name(folder)})});
    return out;
  }
  std::sort(folders.begin(), folders.end());
  if (folders.size() > kMostPacks) {
    out.refused_.push_back({shown_name(folder), Error(ErrorCode::too_large, "There are more than {1} packs. The others are left out.", {std::to_string(kMostPacks)})});
    folders.resize(kMostPacks);
  }
  for (const fs::path& one : folders) {
    if (auto put = out.put_own(one); !put) out.refused_.push_back({shown_name(one), std::move(put).error()});
  }
  return out;
}

Result<void> Shelf::put_own(const fs::path& folder) {
  TRY(loaded, load(folder));
  const std::string id = loaded.about().id();
  if (std::find(own_.begin(), own_.end(), id) != own_.end()) {
    return Error(ErrorCode::conflict, "Another folder holds a pack with the id {1} already. Keep one of them.", {id});
  }
  own_.push_back(id);
  put(std::make_shared<const Pack>(std::move(loaded)));
  return {};
}

void Shelf::put(std::shared_ptr<const Pack> pack) {
  const auto place = std::lower_bound(packs_.begin(), packs_.end(), pack, [](const auto& a, const auto& b) { return a->about().id() < b->about().id(); });
  if (place != packs_.end() && (*place)->about().id() == pack->about().id()) *place = std::move(pack);
  else packs_.insert(place, std::move(pack));
}

const Pack* Shelf::find(std::string_view id) const {
  for (const auto& one : packs_) {
    if (one->about().id() == id) return one.get();
  }
  return nullptr;
}

const Pack& Shelf::generic() const { return *find(kGeneric); }

const Pack& Shelf::chosen(std::string_view id) const {
  const Pack* found = find(id);
  return found != nullptr ? *found : generic();
}

bool Shelf::is_own(const Pack& pack) const { return std::find(own_.begin(), own_.end(), pack.about().id()) != own_.end(); }

}  // namespace arasha::pack
