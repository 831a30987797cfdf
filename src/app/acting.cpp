#include "app/acting.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"

namespace arasha::app {

Result<ActingMember> sign_in(const Acting& acting, const Clock& clock) {
  TRY(name, clean_text(acting.name));
  TRY(password, read_password(acting.password_file));
  auto opened = vault::Vault::open(acting.data, clock);
  auto keyring = opened ? (*opened)->sign_in(name, password) : Result<vault::Keyring>(opened.error());
  crypto::wipe(password);
  if (!keyring) return std::move(keyring).error();
  return ActingMember{std::move(*opened), std::move(*keyring)};
}

bool is_reader(const ActingMember& member, vault::Compartment compartment) {
  const auto readers = member.vault->directory()->readers(compartment);
  return std::any_of(readers.begin(), readers.end(), [&](CircleId circle) { return member.keyring.holds(circle); });
}

void Progress::reach(std::size_t done) {
  const std::size_t steps = terminal_.is_screen ? 100 : 4;
  const auto step = [&](std::size_t n) { return whole_ == 0 ? steps : n * steps / whole_; };
  if (step(done) == step(said_)) return;
  said_ = done;
  const Catalogue& words = terminal_.words;
  const auto number = [&](std::size_t n) { return words.number(static_cast<std::int64_t>(n)); };
  if (terminal_.is_screen) terminal_.error << '\r';
  terminal_.error << words.text(N_("{1} of {2}"), {number(done), number(whole_)});
  line_is_open_ = terminal_.is_screen;
  if (line_is_open_) {
    terminal_.error << std::flush;
  } else {
    terminal_.error << std::endl;
  }
}

Progress::~Progress() {
  if (line_is_open_) terminal_.error << std::endl;
}

}  // namespace arasha::app
