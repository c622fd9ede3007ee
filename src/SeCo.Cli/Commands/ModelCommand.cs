namespace SeCo.Cli.Commands;

/// <summary><c>seco model</c>: networks of other programs.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Networks of other programs: what their files say, and what must be said of them.")
    {
        ModelInspectCommand.Create(),
    };
}
