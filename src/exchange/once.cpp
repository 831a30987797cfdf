#include "exchange/once.h"

#include <algorithm>

#include "base/text.h"

namespace arasha::exchange {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kPath = "/once/";
constexpr std::string_view kPdf = "%PDF-";

std::size_t text_size(const OnceContent& content) {
  std::size_t out = content.title.size();
  for (const OnceBlock& block : content.blocks) out += block.text.size() + block.value.size() + 16;
  return out;
}

Result<void> check(const OnceContent& content) {
  if (content.blocks.empty() != content.paper.has_value()) return Error(ErrorCode::invalid_input, "There is nothing to read. Write something, or choose a file.");
  if (content.paper && !text_view(content.paper->pdf).starts_with(kPdf)) return Error(ErrorCode::invalid_input, "This is not a PDF file.");
  if (text_size(content) > kOnceTextLimit || (content.paper && content.paper->pdf.size() > kOncePaperLimit)) {
    return Error(ErrorCode::too_large, "This is too large to be read once. Send it as an encrypted file.");
  }
  return {};
}

}  // namespace

Bytes encode(const OnceContent& content) {
  ByteWriter out;
  out.u8(kVersion).sized(content.title);
  out.u32(static_cast<std::uint32_t>(content.blocks.size()));
  for (const OnceBlock& block : content.blocks) out.u8(static_cast<std::uint8_t>(block.kind)).sized(block.text).sized(block.value);
  out.u8(content.paper ? 1 : 0);
  if (content.paper) out.sized(content.paper->file_name).sized(content.paper->pdf);
  return out.take();
}

Result<OnceContent> decode_once_content(BytesView bytes) {
  const Error wrong(ErrorCode::damaged, "This part of the data is damaged, or it belongs somewhere else.");
  ByteReader in(bytes);
  const auto text = [&]() -> Result<std::string> {
    TRY(found, in.sized(kOnceTextLimit));
    if (!is_utf8(text_view(found))) return wrong;
    return to_text(found);
  };
  OnceContent out;
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "The data was written by a newer program. Update this one.");
  TRY(title, text());
  out.title = std::move(title);
  TRY(count, in.u32());
  for (std::uint32_t i = 0; i < count; ++i) {
    TRY(kind, in.u8());
    if (kind < 1 || kind > static_cast<std::uint8_t>(OnceBlock::Kind::fact)) return wrong;
    TRY(first, text());
    TRY(second, text());
    out.blocks.push_back({static_cast<OnceBlock::Kind>(kind), std::move(first), std::move(second)});
  }
  TRY(has_paper, in.u8());
  if (has_paper > 1) return wrong;
  if (has_paper == 1) {
    TRY(name, text());
    TRY(pdf, in.sized(kOncePaperLimit));
    out.paper = OncePaper{std::move(name), to_bytes(pdf)};
  }
  TRY_VOID(in.finish());
  return out;
}

Result<MadeOnce> make_once(vault::Vault& vault, const vault::Keyring& by, const OnceContent& content, Time expires, std::string from) {
  TRY_VOID(check(content));
  vault::NewOnce fresh{encode(content), expires, std::move(from), static_cast<std::uint8_t>(content.paper ? 1 : 0)};
  auto made = vault.put_once(by, fresh);
  crypto::wipe(fresh.content);
  if (!made) return std::move(made).error();
  return MadeOnce{made->id, once_address(made->id), std::move(made->words)};
}

std::string once_address(vault::OnceId id) { return std::string(kPath) + id.text(); }

Result<vault::OnceId> once_from_address(std::string_view address) {
  const auto end = address.find_first_of("?#");
  address = address.substr(0, end);
  const auto path = address.rfind(kPath);
  if (path != std::string_view::npos) address.remove_prefix(path + kPath.size());
  return vault::OnceId::from_text(address);
}

const char* words_of(vault::OnceState state) {
  switch (state) {
    case vault::OnceState::waiting: return N_("Not read yet");
    case vault::OnceState::read: return N_("Was read");
    case vault::OnceState::guessed: return N_("Destroyed after five wrong tries");
    case vault::OnceState::expired: return N_("Not read in time, and destroyed");
    case vault::OnceState::withdrawn: return N_("Taken back");
    default: return N_("Destroyed, as the data came from a backup");
  }
}

web::Meaning meaning_of(vault::OnceState state) {
  switch (state) {
    case vault::OnceState::waiting: return web::Meaning::waiting;
    case vault::OnceState::read: return web::Meaning::good;
    case vault::OnceState::guessed: return web::Meaning::danger;
    default: return web::Meaning::over;
  }
}

}  // namespace arasha::exchange
