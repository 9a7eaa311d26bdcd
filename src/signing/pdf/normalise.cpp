#include "signing/pdf/normalise.hpp"

#include "signing/pdf/clean.hpp"

namespace congvan::signing {

Result<Bytes> normalise(BytesView pdf) {
    return guarded([&]() -> Result<Bytes> {
        LET(const auto opened, open_clean(pdf));
        return write_clean(*opened);
    });
}

}  // namespace congvan::signing
