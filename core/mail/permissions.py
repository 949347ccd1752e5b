"""What an employee may do with e-mails."""

from core.permissions import Permission


class MailPermission(Permission):
    SEND = "mail:send", "Send e-mails by tools, from the deployment's address."
    READ = "mail:read", "Read the e-mails that one sent, or that concern visible customers."
    READ_ALL = "mail:read_all", "Read all e-mails that were sent."
