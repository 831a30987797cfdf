// The forms that a steward has put up for people without an account. They are settings of the organisation, so they stand in the
// signed key chain: the page outside is served with nobody signed in, and nobody who only has the database can make one or
// turn it to another circle.
//
//   intake                "embassy help"                               the words of all forms
//   intake.embassy        "partners 1 CIRCLE ru,kk,en CODE"            whom it is for, whether it is open, who receives
//   intake.embassy.ru     the text above the questions, in pieces of kLongestSetting bytes: intake.embassy.ru.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "vault/vault.h"

namespace arasha::intake {

enum class Audience { partners, everybody };

struct Form {
  std::string word;                 // in its address: /to/WORD
  Audience audience = Audience::everybody;
  bool open = false;
  CircleId circle;                  // whose members read what comes in
  std::vector<Language> languages;  // in which it is offered; never none
  std::string code;                 // tag of the code that partners were told; empty: none is asked for
};

inline constexpr std::size_t kMostForms = 4;
inline constexpr std::size_t kLongestIntro = 350;  // letters

// All forms that were ever made, open or not: answers are given, and drops are opened, also when a form is shut. One whose
// setting makes no sense is left out.
std::vector<Form> forms_of(const vault::Directory& state);
std::optional<Form> form_named(const vault::Directory& state, std::string_view word);
std::string intro_of(const vault::Directory& state, const Form& form, Language language);

// Three to twenty small letters, digits and hyphens, the first a letter.
bool is_form_word(std::string_view word);
// The circles that may receive, by their kind.
bool may_receive(vault::CircleKind kind);

// What `form_named` reads back.
std::string to_setting(const Form& form);
// Only stewards. What stands there already is not written again.
Result<void> save_form(vault::Vault& vault, const vault::Keyring& by, const Form& form);
Result<void> save_intro(vault::Vault& vault, const vault::Keyring& by, const Form& form, Language language, const std::string& text);

// A code is five words that the server chose (55 bits), told to the partner once. Kept is a tag under a key of the server, so
// the settings give nothing to try codes on without it.
std::string make_code();
std::string code_tag(const vault::Vault& vault, std::string_view word, std::string_view typed);
bool is_right_code(const vault::Vault& vault, const Form& form, std::string_view typed);

}  // namespace arasha::intake
