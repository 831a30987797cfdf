// Something for a person without Arasha, to be read one time: at an address that is sent, with six words that are told by telephone
// (docs/once.md). Knows nothing of what it says; the rooms above compose it, check consent and write down that it went out.
#pragma once

#include "vault/vault.h"
#include "web/site.h"

namespace arasha::exchange {

struct OnceBlock {
  enum class Kind : std::uint8_t { heading = 1, paragraph, fact };
  Kind kind = Kind::paragraph;
  std::string text;        // of a fact: what it is
  std::string value = {};  // of a fact: what it says
};
// A paper instead of blocks: it is handed out as a file.
struct OncePaper {
  std::string file_name;
  Bytes pdf;
};
struct OnceContent {
  std::string title;
  std::vector<OnceBlock> blocks = {};
  std::optional<OncePaper> paper = {};
};
inline constexpr std::size_t kOnceTextLimit = 256U << 10U;  // bytes of all texts together
inline constexpr std::size_t kOncePaperLimit = 2U << 20U;

struct MadeOnce {
  vault::OnceId id;     // to be kept, so that `Vault::once` says what became of it
  std::string address;  // the path: the address of the server goes before it
  std::string words;    // to be shown once, told by telephone, and kept nowhere
};

// `from`: who sends it, said to whoever has the address; empty: nobody. `too_large`, `invalid_input` where there is nothing to read,
// both or no PDF, or a time that is over or more than 30 days away.
Result<MadeOnce> make_once(vault::Vault& vault, const vault::Keyring& by, const OnceContent& content, Time expires, std::string from = "");
std::string once_address(vault::OnceId id);
// From an address, a whole one or its path, or from the id alone.
Result<vault::OnceId> once_from_address(std::string_view address);

// What became of it, for the maker: a msgid ("Not read yet").
const char* words_of(vault::OnceState state);
web::Meaning meaning_of(vault::OnceState state);

Bytes encode(const OnceContent& content);
Result<OnceContent> decode_once_content(BytesView bytes);

// GET and POST /once/{id}. The vault must outlive the site.
void add_once_pages(web::Site& site, vault::Vault& vault);

}  // namespace arasha::exchange
