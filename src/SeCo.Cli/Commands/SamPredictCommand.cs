using System.CommandLine;
using System.Globalization;
using SeCo.Checkpoints;
using SeCo.Cli.Rendering;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using Spectre.Console;

namespace SeCo.Cli.Commands;

/// <summary><c>seco sam predict</c>: answers to prompts about one image.</summary>
internal static class SamPredictCommand
{
    private static Option<string> Image { get; } = new("--image") { Description = "The image: PNG, JPEG, TIFF or WebP.", HelpName = "FILE", Required = true };

    private static Option<string[]> Box { get; } = new("--box")
    {
        Description = "A box around the thing, in pixels from the top-left corner. Several boxes are several prompts, one each.",
        HelpName = "x0,y0,x1,y1",
        AllowMultipleArgumentsPerToken = false,
    };

    private static Option<string[]> Point { get; } = new("--point")
    {
        Description = "A point on the thing (1) or beside it (0). All points, and the box where there is one, are one prompt.",
        HelpName = "x,y,1|0",
        AllowMultipleArgumentsPerToken = false,
    };

    private static Option<string?> MaskInput { get; } = new("--mask-input")
    {
        Description = "A rough mask as part of the prompt: low-resolution logits, as --logits or the official predictor give them.",
        HelpName = "NPY",
    };

    private static Option<bool> Multimask { get; } = new("--multimask") { Description = "Three masks for each prompt, for a prompt that can mean several things; else one." };

    private static Option<bool> Logits { get; } = new("--logits") { Description = "Also write the low-resolution logits of each mask, ID.npy, to be given as --mask-input later." };

    private static Option<string> Out { get; } = new("--out", "-o") { Description = "Folder for predict.json and a PNG for each mask, ID.png.", HelpName = "DIR", Required = true };

    public static Command Create()
    {
        Command command = new("predict", """
            Answer prompts about one image with Segment Anything.

            The folder gets 0.png, 1.png… (255 inside, 0 outside) and predict.json: for each mask its run lengths, box, and the IoU that the model predicts for it.
            Coordinates are pixels of the image, as the official predictor takes them.

              seco sam predict --weights sam_vit_b.pth --image street.jpg --box 75,40,270,220 --point 150,120,1 --out masks
              seco sam predict --weights sam_vit_b.pth --image street.jpg --box 75,40,270,220 --box 300,60,420,240 --out masks
            """);
        SamModelArguments.AddTo(command);
        foreach (Option option in (Option[])[Image, Box, Point, MaskInput, Multimask, Logits, Out, CommonOptions.Json])
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        SamModelFile file = SamModelArguments.Read(parsed);
        IReadOnlyList<SamPrompt> prompts = SamPromptArguments.Read(parsed.GetValue(Box) ?? [], parsed.GetValue(Point) ?? [], parsed.GetValue(MaskInput));
        string output = parsed.GetRequiredValue(Out), path = parsed.GetRequiredValue(Image);
        if (File.Exists(output))
        {
            throw new UsageException($"--out {output}: is a file, expected a folder.");
        }

        RgbImage image = RgbImageFile.Read(path);
        SamPredictor.Check(prompts, image, SamModelArguments.Check(file, parsed));
        IReadOnlyList<IReadOnlyList<SamMask>> answers;
        using (SamModel model = file.Load())
        {
            using SamImage seen = new SamPredictor(model).Open(image);
            answers = seen.Predict(prompts, parsed.GetValue(Multimask));
        }

        Directory.CreateDirectory(output);
        SamMask[] masks = [.. answers.SelectMany(a => a)];
        for (int i = 0; i < masks.Length; i++)
        {
            MaskPng.Write(Path.Combine(output, NameOf(i, "png")), masks[i].Mask);
            if (parsed.GetValue(Logits))
            {
                int side = (int)Math.Sqrt(masks[i].LowResolutionLogits.Length);
                NpyFile.Write(Path.Combine(output, NameOf(i, "npy")), masks[i].LowResolutionLogits, 1, side, side);
            }
        }

        string json = Path.Combine(output, "predict.json");
        SamAnswerFile.Write(json, Path.GetFileName(path), image.Width, image.Height, prompts, answers, i => NameOf(i, "png"));
        Show(parsed, answers, json);
        return ExitCode.Done;
    }

    private static string NameOf(int mask, string ending) => string.Create(CultureInfo.InvariantCulture, $"{mask}.{ending}");

    private static void Show(ParseResult parsed, IReadOnlyList<IReadOnlyList<SamMask>> answers, string json)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json))
        {
            output.WriteLine(File.ReadAllText(json));
        }
        else if (!parsed.GetValue(CommonOptions.Quiet))
        {
            Table table = Tables.Plain().AddColumn("mask").AddColumn("prompt").AddColumn(Tables.Right("pixels")).AddColumn(Tables.Right("predicted IoU")).AddColumn("box");
            int id = 0;
            for (int i = 0; i < answers.Count; i++)
            {
                foreach (SamMask mask in answers[i])
                {
                    Box box = mask.Bounds;
                    table.AddRow(
                        NameOf(id++, "png"), i.ToString(CultureInfo.InvariantCulture), mask.Area.ToString(CultureInfo.InvariantCulture),
                        mask.PredictedIou.ToString("0.000", CultureInfo.InvariantCulture), mask.Area == 0 ? "empty" : $"{box.X0},{box.Y0},{box.X1},{box.Y1}");
                }
            }

            Tables.Write(output, table);
            output.WriteLine($"Masks: {json}");
        }
    }
}
