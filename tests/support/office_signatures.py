"""What LibreOffice says of signatures in office files, and its own signatures in them, without a window.

    office_signatures.py PROFILE_FOLDER (verify|sign):FILE ...

Certificates and keys are those of the NSS database that MOZILLA_CERTIFICATE_FOLDER names. One line a file:
"FILE valid=True partial=False certificate=0 time=20260302T030000 signer=CN=..." for each signature, "FILE none" without one.
"""

import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def url(path):
    return uno.systemPathToFileUrl(os.path.abspath(path))


def connect(pipe, process):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("soffice ended")
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except Exception:  # not listening yet
            time.sleep(0.1)
    raise SystemExit("soffice does not answer")


def open_storage(services, context, path, mode):
    factory = services.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    form = PropertyValue()
    form.Name = "StorageFormat"
    form.Value = "ZipFormat"
    modes = uno.getConstantByName("com.sun.star.embed.ElementModes." + mode)
    properties = uno.Any("[]com.sun.star.beans.PropertyValue", (form,))
    return uno.invoke(factory, "createInstanceWithArguments", ((url(path), modes, properties),))


def signatures_of(services, context):
    return services.createInstanceWithArgumentsAndContext("com.sun.star.security.DocumentDigitalSignatures", ("1.2", True), context)


def verify(services, context, path):
    storage = open_storage(services, context, path, "READ")
    found = signatures_of(services, context).verifyDocumentContentSignatures(storage, None)
    if not found:
        print(path, "none")
    for one in found:
        signer = one.Signer.SubjectName if one.Signer else ""
        print(path, "valid=%s partial=%s certificate=%d time=%08dT%06d signer=%s" % (
            one.SignatureIsValid, one.PartialDocumentSignature, one.CertificateStatus, one.SignatureDate,
            one.SignatureTime // 100, signer))


def sign(services, context, path):
    storage = open_storage(services, context, path, "READWRITE")
    initializer = services.createInstanceWithContext("com.sun.star.xml.crypto.SEInitializer", context)
    certificates = initializer.createSecurityContext("").getSecurityEnvironment().getPersonalCertificates()
    done = signatures_of(services, context).signDocumentWithCertificate(certificates[0], storage, None)
    storage.commit()
    storage.dispose()
    print(path, "signed=%s" % done)


def main():
    pipe = "congvan-%d" % os.getpid()
    process = subprocess.Popen(["soffice", "-env:UserInstallation=" + url(sys.argv[1]), "--headless", "--norestore",
                                "--accept=pipe,name=%s;urp;" % pipe], stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe, process)
        services = context.ServiceManager
        for command in sys.argv[2:]:
            act, path = command.split(":", 1)
            (sign if act == "sign" else verify)(services, context, path)
        services.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        process.wait(60)
    finally:
        if process.poll() is None:
            process.kill()


main()
