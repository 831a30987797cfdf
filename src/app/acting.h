// What the commands of a signed-in member share: signing in, rights said in a sentence, progress.
#pragma once

#include "app/commands.h"
#include "projection/projection.h"

namespace arasha::app {

// The vault, and the keys of who acts.
struct ActingMember {
  std::unique_ptr<vault::Vault> vault;
  vault::Keyring keyring;
};
// One answer and one duration for an unknown name and a wrong passphrase. The clock must outlive the vault.
Result<ActingMember> sign_in(const Acting& acting, const Clock& clock);

// Whether the member's circles receive that compartment of new files: who may read and write it.
bool is_reader(const ActingMember& member, vault::Compartment compartment);

// "25,000 of 97,750" on the error stream: at each step on a screen, at each quarter elsewhere.
class Progress {
 public:
  Progress(Terminal& terminal, std::size_t whole) : terminal_(terminal), whole_(whole) {}
  ~Progress();  // ends the line of a screen
  void reach(std::size_t done);

 private:
  Terminal& terminal_;
  std::size_t whole_;
  std::size_t said_ = 0;
  bool line_is_open_ = false;
};

}  // namespace arasha::app
