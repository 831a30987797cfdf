// A text as a picture of dots (QR code, ISO/IEC 18004) that a telephone reads from the screen or from paper.
#pragma once

#include "web/html.h"

namespace arasha::exchange {

// Empty where the text is too long for one. `label` says to those who do not see it what it is.
web::Html dots(const std::string& text, const std::string& label);

}  // namespace arasha::exchange
