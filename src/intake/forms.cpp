#include "intake/forms.h"

#include <algorithm>

#include "base/text.h"
#include "schema/form_data.h"

namespace arasha::intake {
namespace {

constexpr std::string_view kSetting = "intake";
constexpr int kPieces = 2;
constexpr std::string_view kNoCode = "-";

std::string setting_of(std::string_view word) { return std::string(kSetting) + "." + std::string(word); }
std::string piece_name(const Form& form, Language language, int piece) {
  const std::string name = setting_of(form.word) + "." + std::string(code(language));
  return piece == 0 ? name : name + "." + std::to_string(piece + 1);
}

// At most so many bytes, and no letter cut in two.
std::string_view first_bytes(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

std::optional<Form> read_form(std::string_view word, std::string_view setting) {
  const auto parts = schema::split(setting, " ");
  if (parts.size() != 5 || (parts[0] != "partners" && parts[0] != "everybody") || (parts[1] != "0" && parts[1] != "1")) return std::nullopt;
  const auto circle = CircleId::from_text(parts[2]);
  if (!circle) return std::nullopt;
  Form out;
  out.word = std::string(word);
  out.audience = parts[0] == "partners" ? Audience::partners : Audience::everybody;
  out.open = parts[1] == "1";
  out.circle = *circle;
  for (const std::string_view one : schema::split(parts[3], ",")) {
    if (const auto language = language_from_code(one)) out.languages.push_back(*language);
  }
  if (out.languages.empty()) return std::nullopt;
  if (parts[4] != kNoCode) out.code = std::string(parts[4]);
  return out;
}

Result<void> change(vault::Vault& vault, const vault::Keyring& by, const std::string& name, const std::string& value) {
  if (vault.directory()->setting(name) == value) return {};
  return vault.change_setting(by, name, value);
}

}  // namespace

std::vector<Form> forms_of(const vault::Directory& state) {
  std::vector<Form> out;
  for (const std::string_view word : schema::split(state.setting(kSetting), " ")) {
    if (auto form = read_form(word, state.setting(setting_of(word)))) out.push_back(std::move(*form));
  }
  return out;
}

std::optional<Form> form_named(const vault::Directory& state, std::string_view word) {
  for (Form& form : forms_of(state)) {
    if (form.word == word) return std::move(form);
  }
  return std::nullopt;
}

std::string intro_of(const vault::Directory& state, const Form& form, Language language) {
  std::string out;
  for (int i = 0; i < kPieces; ++i) out += state.setting(piece_name(form, language, i));
  return out;
}

bool is_form_word(std::string_view word) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return word.size() >= 3 && word.size() <= 20 && word[0] >= 'a' && word[0] <= 'z' && std::all_of(word.begin(), word.end(), fits);
}

bool may_receive(vault::CircleKind kind) {
  using vault::CircleKind;
  return kind == CircleKind::referral || kind == CircleKind::casework || kind == CircleKind::hotline;
}

std::string to_setting(const Form& form) {
  std::string languages;
  for (const Language language : form.languages) languages += (languages.empty() ? "" : ",") + std::string(code(language));
  return std::string(form.audience == Audience::partners ? "partners" : "everybody") + (form.open ? " 1 " : " 0 ") + form.circle.text() + " " + languages + " " +
         (form.code.empty() ? std::string(kNoCode) : form.code);
}

Result<void> save_form(vault::Vault& vault, const vault::Keyring& by, const Form& form) {
  const auto state = vault.directory();
  const bool known = form_named(*state, form.word).has_value();
  if (!known && forms_of(*state).size() >= kMostForms) return Error(ErrorCode::full, "There are {1} forms already. Change one of them.", {std::to_string(kMostForms)});
  TRY_VOID(change(vault, by, setting_of(form.word), to_setting(form)));
  if (known) return {};
  // Last: a form is there when everything of it is.
  const std::string& words = state->setting(kSetting);
  return change(vault, by, std::string(kSetting), words.empty() ? form.word : words + " " + form.word);
}

Result<void> save_intro(vault::Vault& vault, const vault::Keyring& by, const Form& form, Language language, const std::string& text) {
  std::string_view rest = text;
  for (int i = 0; i < kPieces; ++i) {
    const std::string_view piece = first_bytes(rest, vault::kLongestSetting);
    rest.remove_prefix(piece.size());
    TRY_VOID(change(vault, by, piece_name(form, language, i), std::string(piece)));
  }
  return {};
}

std::string make_code() { return crypto::random_passphrase(5); }

std::string code_tag(const vault::Vault& vault, std::string_view word, std::string_view typed) {
  std::string plain;
  for (const std::string_view part : schema::split(typed, " \t\r\n,.-")) plain += (plain.empty() ? "" : " ") + fold_case(part);
  const crypto::Hash tag = crypto::tag(vault.server().places, "arasha/intake-code/v1", {vault.organization().bytes(), view(word), view(plain)});
  crypto::wipe(plain);
  return to_base32(BytesView(tag).first(20));
}

bool is_right_code(const vault::Vault& vault, const Form& form, std::string_view typed) {
  if (!is_utf8(typed) || typed.size() > 200) return false;
  return form.code.empty() || crypto::equal(view(code_tag(vault, form.word, typed)), view(form.code));
}

}  // namespace arasha::intake
