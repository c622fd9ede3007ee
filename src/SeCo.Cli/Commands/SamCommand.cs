namespace SeCo.Cli.Commands;

/// <summary><c>seco sam</c>: Segment Anything by itself.</summary>
internal static class SamCommand
{
    public static Command Create() => new("sam", "Segment Anything by itself: answer prompts, or find all masks of images.")
    {
        SamPredictCommand.Create(),
        SamGenerateCommand.Create(),
        SamInitCommand.Create(),
    };
}
