// The way in: where other organisations' servers leave envelopes for this one. Nobody is signed in, nothing is opened.
//
//   POST /exchange/{organisation}   application/octet-stream, 8 MiB at most
//     202  it is kept, durably; also when it was here before, or was taken long ago
//     400  not an envelope of ours     404  not here: another organisation, or keys that are not its own
//     413  too large                   415  another kind of content
//     429  too many at once            503  no room, or too much to do; Retry-After says when
#pragma once

#include "vault/vault.h"
#include "web/site.h"

namespace arasha::exchange {

// What can be told from outside: that it has the form of an envelope and is sealed to a key of ours (else `not_found`), and by which
// name it is kept. Cheap: it runs for whatever a stranger sends. Called on several threads at once.
using CheckEnvelope = std::function<Result<vault::DropId>(BytesView envelope)>;

// The same envelope has the same name.
vault::DropId drop_id_of(BytesView envelope);

// Drops are for the Referral circle. The vault must outlive the site.
void add_inlet(web::Site& site, vault::Vault& vault, CheckEnvelope check, const web::PaceLimits& pace = {});

}  // namespace arasha::exchange
