"""What an employee may do with employees, teams and roles."""

from core.permissions import Permission


class EmployeePermission(Permission):
    READ = "employees:read", "Read all employees and teams. Without it one sees oneself alone."
    MANAGE = "employees:manage", "Make and change employees, teams and roles, and read roles."
