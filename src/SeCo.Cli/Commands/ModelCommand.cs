namespace SeCo.Cli.Commands;

/// <summary><c>seco model</c>: networks from and for other programs.</summary>
internal static class ModelCommand
{
    public static Command Create() => new(
        "model", "Networks from and for other programs: what their files say, what must be said of them, and what goes out.")
    {
        ModelInspectCommand.Create(),
        ModelExportCommand.Create(),
    };
}
