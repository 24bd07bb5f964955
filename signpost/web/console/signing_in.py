"""Signing in and out, and a password of one's own."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from signpost.bootstrap import Service
from signpost.staff_ports import SHORTEST_PASSWORD, TooManyTriesError
from signpost.web.console.guard import ENDED, TOKEN, member, officer, public, signed_in

_TOO_MANY = "There were too many wrong passwords. Wait 15 minutes, then try again"
# A hash of a longer one would keep a process busy.
_LONGEST = 200


class SignInForm(FlaskForm):
    """The name and the password."""

    name = StringField("Name", [InputRequired("Enter your name"), Length(max=_LONGEST)])
    password = PasswordField(
        "Password", [InputRequired("Enter your password"), Length(max=_LONGEST, message="Enter a shorter password")]
    )


class PasswordForm(FlaskForm):
    """A new password, and the one until now."""

    now = PasswordField("Your password until now", [InputRequired("Enter your password until now")])
    new = PasswordField(
        "New password",
        [
            InputRequired("Enter a new password"),
            Length(SHORTEST_PASSWORD, _LONGEST, f"Enter a new password of {SHORTEST_PASSWORD} characters or more"),
        ],
    )
    again = PasswordField("New password again", [EqualTo("new", "Enter the same new password twice")])


def pages(service: Service) -> Blueprint:
    """/sign-in, /sign-out and /password."""
    routes = Blueprint("signing_in", __name__)
    staff = service.store.staff

    @routes.route("/sign-in", methods=["GET", "POST"])
    @public
    def sign_in() -> Response | tuple[str, int] | str:
        if signed_in() and request.method == "GET":
            return redirect(_back())
        form = SignInForm()
        if not form.validate_on_submit():
            ended = session.pop(ENDED, False)
            return render_template("staff/sign_in.html", form=form, ended=ended), 422 if form.errors else 200
        try:
            token = staff.sign_in(form.name.data or "", form.password.data or "", _address())
        except TooManyTriesError:
            form.name.errors = [_TOO_MANY]
            return render_template("staff/sign_in.html", form=form), 429
        if token is None:
            form.name.errors = ["The name or the password is not right"]
            return render_template("staff/sign_in.html", form=form), 422
        staff.sign_out(session.get(TOKEN, ""))
        # Nothing of a session that somebody else may have begun is carried over.
        session.clear()
        session[TOKEN] = token
        return redirect(_back(), 303)

    @routes.post("/sign-out")
    @public
    def sign_out() -> Response:
        if token := session.pop(TOKEN, None):
            staff.sign_out(token)
        session.clear()
        flash("You have signed out.")
        return redirect(url_for(".sign_in"), 303)

    @routes.route("/password", methods=["GET", "POST"])
    @officer
    def password() -> Response | tuple[str, int] | str:
        form, who = PasswordForm(), member()
        if not form.validate_on_submit():
            return render_template("staff/password.html", form=form), 422 if form.errors else 200
        try:
            token = staff.change_password(who.name, form.now.data or "", form.new.data or "", _address())
        except TooManyTriesError:
            form.now.errors = [_TOO_MANY]
            return render_template("staff/password.html", form=form), 429
        if token is None:
            form.now.errors = ["This is not your password"]
            return render_template("staff/password.html", form=form), 422
        staff.sign_out(session[TOKEN])
        session[TOKEN] = token
        flash("Your password is changed. Wherever else you were signed in, you no longer are.")
        return redirect(url_for("start.today"), 303)

    return routes


def _address() -> str:
    """Where this request comes from: an IPv4 address, or the /64 that one household has of IPv6.

    A proxy in front of us has an address that is not public, and writes last whom it speaks for; without that, one
    stranger would use up the tries of all.
    """
    try:
        near = ip_address(request.remote_addr or "")
        told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        far = ip_address(told) if told and near.is_private else near
    except ValueError:
        return request.remote_addr or ""
    return str(far) if far.version == 4 else str(ip_network((far, 64), strict=False))


def _back() -> str:
    """The page of ours that was asked for before signing in, or the first one."""
    wanted = request.args.get("back", "")
    parts = urlsplit(wanted)
    # A browser reads "//host", "/\\host" and tabs in between as another server.
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    if not ours or parts.scheme or parts.netloc:
        return url_for("start.today")
    return f"{request.script_root}{wanted}"
