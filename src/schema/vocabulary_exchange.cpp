// Lists of what travels between organisations.
#include "schema/vocabulary_lists.h"

namespace arasha::schema {

std::vector<Vocabulary> exchange_lists() {
  return {
      {"message_refusal",
       {
           {"damaged", N_("It was altered on its way, or is no message at all")},
           {"newer", N_("It comes from a newer program")},
           {"not_ours", N_("It was sealed to somebody else")},
           {"misaddressed", N_("It was meant for another organisation")},
           {"signature", N_("The signature is wrong")},
           {"old_keys", N_("It was signed with keys that do not count any more")},
           {"content", N_("What it says cannot be")},
           {"repeated", N_("It had come already")},
           {"over", N_("What it belongs to was taken back, or is over")},
           {"not_awaited", N_("It is a piece of something that never came")},
           {"unknown", N_("Nobody has compared the sender's keys")},
       }},
  };
}

}  // namespace arasha::schema
