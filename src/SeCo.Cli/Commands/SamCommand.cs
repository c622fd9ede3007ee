namespace SeCo.Cli.Commands;

/// <summary><c>seco sam</c>: Segment Anything by itself.</summary>
internal static class SamCommand
{
    public static Command Create() => new("sam", "Segment Anything by itself: answer prompts, find all masks of images, tell what a file of weights is.")
    {
        SamPredictCommand.Create(),
        SamGenerateCommand.Create(),
        SamInfoCommand.Create(),
        SamInitCommand.Create(),
    };
}
